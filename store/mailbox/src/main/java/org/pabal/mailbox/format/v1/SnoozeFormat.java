// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.Snooze;
import org.pabal.mailbox.Snoozed;

/// The records under `P`: messages that are set aside, and those that have come back.
public final class SnoozeFormat {
    private static final int VERSION = 1;

    private SnoozeFormat() {}

    public static byte[] encode(Snoozed snoozed) {
        Snooze snooze = snoozed.snooze();
        OctetWriter out =
                new OctetWriter(32)
                        .octet(VERSION)
                        .octet(snoozed.woken() ? 1 : 0)
                        .signed(snooze.until().getEpochSecond())
                        .number(snoozed.mailbox().value())
                        .number(snoozed.uid())
                        .number(snooze.back().map(MailboxId::value).orElse(0L));
        write(out, snooze.added());
        write(out, snooze.removed());
        return out.toOctets();
    }

    private static void write(OctetWriter out, Flags flags) {
        out.octet(flags.systemBits()).number(flags.keywords().size());
        flags.keywords().forEach(out::text);
    }

    public static Snoozed decode(long email, byte[] octets) {
        OctetReader in = new OctetReader(octets, VERSION);
        boolean woken = in.octet() == 1;
        Instant until = Instant.ofEpochSecond(in.signed());
        MailboxId mailbox = new MailboxId(in.number());
        long uid = in.number();
        long back = in.number();
        Flags added = flags(in);
        Flags removed = flags(in);
        return new Snoozed(
                new EmailId(email),
                mailbox,
                uid,
                new Snooze(
                        until,
                        back == 0 ? Optional.empty() : Optional.of(new MailboxId(back)),
                        added,
                        removed),
                woken);
    }

    private static Flags flags(OctetReader in) {
        int bits = in.octet();
        int count = in.count();
        List<String> keywords = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            keywords.add(in.text());
        }
        return Flags.of(bits, keywords);
    }
}
