// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.util.Optional;
import org.pabal.wire.Connection;
import org.pabal.wire.LineEndCheck;

/// The content of a mail that comes in chunks, from the first BDAT to the last. RFC 3030 §2.
///
/// The limit on the size is for all chunks together, and a CR and its LF may come in two.
final class ChunkedContent implements Connection.Sink {
    private final MailTransaction mail;
    private final MailService.Content content;
    private final ContentIntake intake;
    private final Optional<LineEndCheck> text;

    /// Opens the content: from now on its end is the end of the transaction.
    ChunkedContent(MailTransaction mail, long maxOctets) {
        this.mail = mail;
        this.text = mail.isBinary() ? Optional.empty() : Optional.of(new LineEndCheck());
        this.content = mail.content();
        this.intake = new ContentIntake(content, maxOctets);
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        if (text.isPresent()) {
            text.get().write(octets, offset, length);
        }
        intake.write(octets, offset, length);
    }

    MailTransaction mail() {
        return mail;
    }

    MailService.Content content() {
        return content;
    }

    ContentIntake intake() {
        return intake;
    }

    boolean holdsBadLineEnds() {
        return text.isPresent() && text.get().foundSomething();
    }

    boolean holdsBadLineEndsAtEnd() {
        return text.isPresent() && text.get().foundSomethingAtEnd();
    }

    void close() {
        content.close();
    }
}
