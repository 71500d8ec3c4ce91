// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
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
    private final Connection.Sink sink;
    private final boolean mends;
    private final Optional<LineEndCheck> text;

    /// Opens the content: from now on its end is the end of the transaction.
    ///
    /// @param mends {@link Leniency#BARE_LINE_ENDS}
    ChunkedContent(MailTransaction mail, long maxOctets, boolean mends) {
        this.mail = mail;
        this.mends = mends && !mail.isBinary();
        this.text = mail.isBinary() ? Optional.empty() : Optional.of(new LineEndCheck());
        this.content = mail.content();
        this.intake = new ContentIntake(content, maxOctets);
        this.sink = this.mends ? new LineEndMender(intake) : intake;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        if (text.isPresent()) {
            text.get().write(octets, offset, length);
        }
        sink.write(octets, offset, length);
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
        return text.isPresent() && (mends ? text.get().foundNul() : text.get().foundSomething());
    }

    boolean holdsBadLineEndsAtEnd() {
        return mends ? holdsBadLineEnds() : text.isPresent() && text.get().foundSomethingAtEnd();
    }

    /// Whether something was mended.
    boolean isMended() {
        return mends && text.isPresent() && text.get().foundSomethingAtEnd();
    }

    void close() {
        content.close();
    }
}
