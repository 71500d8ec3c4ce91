// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

import java.util.List;
import java.util.Set;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.ScannedMessage;
import org.pabal.spam.reading.attachment.Attachment;
import org.pabal.spam.reading.html.HtmlFacts;
import org.pabal.spam.reading.link.Link;

/// What a mail says, as people and as programs read it.
///
/// Made once for each mail and shared by all that judge it. Whatever the octets are, there is a
/// reading of them, within {@link org.pabal.spam.ReadingLimits}.
///
/// @param scan its structure
/// @param subject decoded; empty without one
/// @param from the mailboxes of all fields of that name, and so on
/// @param text that people see: that of all text parts in their order, plain and HTML, an empty
///     line between two
/// @param hiddenText text in the mail that people do not see, such as that in HTML comments and in the
///     colour of its background
/// @param textParts how many parts have text that is shown
/// @param links in the order of the mail, one for each host and place
/// @param attachments all other parts
/// @param html what was counted in the HTML
/// @param letters of the subject and of `text`
/// @param oddities of its texts
public record MailReading(
        ScannedMessage scan,
        String subject,
        List<NamedAddress> from,
        List<NamedAddress> sender,
        List<NamedAddress> replyTo,
        List<NamedAddress> to,
        List<NamedAddress> cc,
        String text,
        String hiddenText,
        int textParts,
        List<Link> links,
        List<Attachment> attachments,
        HtmlFacts html,
        LetterCounts letters,
        Set<Oddity> oddities) {
    public MailReading {
        from = List.copyOf(from);
        sender = List.copyOf(sender);
        replyTo = List.copyOf(replyTo);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        links = List.copyOf(links);
        attachments = List.copyOf(attachments);
        oddities = Set.copyOf(oddities);
    }

    /// What is odd about the texts of a mail.
    public enum Oddity {
        /// A text in UTF-7, in which markup hides from filters.
        UTF7,
        /// A charset that nobody knows.
        UNKNOWN_CHARSET,
        /// A text that cannot be in the charset that it is declared in.
        OTHER_CHARSET,
        /// Octets beyond ASCII in the header section that are not UTF-8. RFC 6532.
        RAW_HEADER,
        /// Subject and text are declared in charsets of different languages.
        SUBJECT_IN_OTHER_CHARSET,
        /// Garbage in base64 or quoted-printable.
        GARBLED_ENCODING,
        /// The plain text and the HTML of one alternative say different things.
        ALTERNATIVES_DIFFER,
        /// All that is shown are images.
        ONLY_IMAGES,
        /// Text goes on behind what was read.
        CUT
    }

    /// @param window the beginning of the message that was scanned, all of it if it is not large
    public static MailReading of(ScannedMessage scan, byte[] window) {
        return new MailReader(scan, window).read();
    }

    public HeaderSection header() {
        return scan.header();
    }
}
