// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import java.util.Arrays;
import org.pabal.mailbox.FilingOutcome.Place;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;

/// The records under `C` (a count), `D` (nothing), `I` (an annotation), `J` (a link of threads) and `K` (where a delivery
/// lies).
public final class SmallFormats {
    private static final int VERSION = 1;

    private SmallFormats() {}

    public static byte[] encodeCopies(int copies) {
        return new OctetWriter(4).octet(VERSION).number(copies).toOctets();
    }

    public static int decodeCopies(byte[] octets) {
        return new OctetReader(octets, VERSION).smallNumber();
    }

    /// What is known of a link of threads.
    ///
    /// @param messages how many have it
    public record Link(long thread, int messages) {}

    public static byte[] encodeLink(Link link) {
        return new OctetWriter(12)
                .octet(VERSION)
                .number(link.thread())
                .number(link.messages())
                .toOctets();
    }

    public static Link decodeLink(byte[] octets) {
        OctetReader in = new OctetReader(octets, VERSION);
        return new Link(in.number(), in.smallNumber());
    }

    public static byte[] subscription() {
        return new byte[] {VERSION};
    }

    public static byte[] encodeAnnotation(byte[] value) {
        return new OctetWriter(1 + value.length).octet(VERSION).raw(value).toOctets();
    }

    public static byte[] decodeAnnotation(byte[] octets) {
        if (octets.length == 0 || octets[0] != VERSION) {
            throw new BrokenRecordException("an annotation");
        }
        return Arrays.copyOfRange(octets, 1, octets.length);
    }

    public static byte[] encodePlace(Place place) {
        return new OctetWriter(48)
                .octet(VERSION)
                .number(place.mailboxId().value())
                .number(place.uidValidity())
                .number(place.uid())
                .text(place.mailbox().text())
                .toOctets();
    }

    public static Place decodePlace(byte[] octets) {
        OctetReader in = new OctetReader(octets, VERSION);
        MailboxId mailbox = new MailboxId(in.number());
        long uidValidity = in.number();
        long uid = in.number();
        return new Place(new MailboxName(in.text()), mailbox, uidValidity, uid);
    }
}
