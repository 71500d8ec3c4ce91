// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

/// What the session knows. Each state holds only what is true in it.
sealed interface SmtpState {

    /// Nothing said yet, or all forgotten by STARTTLS. RFC 3207 §4.2.
    record Connected(ClientFacts client) implements SmtpState {}

    record Greeted(ClientFacts client, Dialect dialect) implements SmtpState {}

    record InTransaction(Greeted before, MailTransaction transaction) implements SmtpState {
        @Override
        public void leave() {
            transaction.close();
        }
    }

    /// A mail's content is on its way in chunks. RFC 3030 §2.
    record InChunks(Greeted before, ChunkedContent content) implements SmtpState {
        @Override
        public void leave() {
            content.close();
        }
    }

    record Closed() implements SmtpState {}

    default void leave() {}
}
