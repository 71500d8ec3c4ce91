// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import org.pabal.message.mime.MimePart;
import org.pabal.storage.BlobId;

/// What is stored with a message: computed once, when it was filed.
///
/// Nothing is decoded before it is asked for: who wants the ENVELOPE pays for no MIME tree.
public interface StoredMessage {

    EmailId id();

    BlobId blob();

    /// The size.
    long octets();

    Instant internalDate();

    /// The ENVELOPE as it is sent, with its parentheses: non-ASCII text as encoded words (RFC 2047)
    /// also where the header field had raw 8-bit text, and ASCII but for local-parts in UTF-8.
    /// RFC 9051 §7.5.2.
    Stretch envelope();

    /// The BODYSTRUCTURE as it is sent, with extension data.
    Stretch bodyStructure();

    /// The same without extension data, for BODY.
    Stretch body();

    /// RFC 8970.
    String preview();

    /// What was found about the message when it arrived here, one line each: who sent it, and what
    /// the spam filter said. Empty when nothing was: for what a client has appended, for one. It is
    /// not read from the message, so that no sender can write it; copies within this store keep it.
    String arrival();

    /// What was found about who sent the message, in the words of the part that found it; may be
    /// empty.
    default String authentication() {
        String arrival = arrival();
        int end = arrival.indexOf('\n');
        return end < 0 ? arrival : arrival.substring(0, end);
    }

    /// What the spam filter said of this copy, in its own words; empty when it was not asked.
    default String judgement() {
        String arrival = arrival();
        int end = arrival.indexOf('\n');
        return end < 0 ? "" : arrival.substring(end + 1);
    }

    /// What header criteria look at, decoded, upper and lower case kept; empty for an absent field.
    String text(Text which);

    /// Of the Date field; the internal date where that is absent or broken.
    Instant sentDate();

    /// The day that the Date field names, in its own time zone; that of the internal date in UTC
    /// where the field is absent or broken.
    LocalDate sentDay();

    /// What SORT and THREAD compare, octet by octet; empty for an absent field.
    byte[] sortKey(SortKey which);

    /// Whether the subject has a mark of a reply or a forward. RFC 5256 §2.1.
    boolean isReply();

    /// Offsets; the header sections of its parts are empty, the octets tell.
    MimePart structure();

    /// The texts that are stored in the form in which they are compared: folded by
    /// {@link org.pabal.message.mime.UnicodeCasemap}, in UTF-8, in the order in which they are.
    enum SortKey {
        /// RFC 5256 §2.1.
        BASE_SUBJECT,
        /// The addr-mailbox of the first address.
        FROM,
        TO,
        CC,
        /// The display name of the first address, else the address. RFC 5957.
        DISPLAY_FROM,
        DISPLAY_TO
    }

    /// The header fields whose decoded text is stored, in the order in which it is.
    enum Text {
        SUBJECT,
        FROM,
        TO,
        CC,
        BCC,
        MESSAGE_ID,
        IN_REPLY_TO,
        REFERENCES
    }

    /// A stretch of the stored octets, not copied and not to be changed.
    record Stretch(byte[] octets, int offset, int length) {
        public boolean isAscii() {
            int all = 0;
            for (int i = offset; i < offset + length; i++) {
                all |= octets[i]; // no way out of the loop: this is what makes it quick
            }
            return all >= 0;
        }

        @Override
        public String toString() {
            return new String(octets, offset, length, StandardCharsets.UTF_8);
        }
    }
}
