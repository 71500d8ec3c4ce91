// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

/// The way out of {@link SmtpParser} for a line outside the grammar; never leaves it. Without a
/// stack trace, as any stranger can cause it at will.
final class OutsideGrammar extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SmtpReply reply;

    OutsideGrammar(SmtpReply reply) {
        super("outside the grammar", null, false, false);
        this.reply = reply;
    }

    SmtpReply reply() {
        return reply;
    }
}
