// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

/// What the mail system decided about a client, a recipient or a mail.
public sealed interface Verdict {

    record Accept() implements Verdict {}

    /// Not now (4yz) or not ever (5yz): the reply says which.
    ///
    /// @param reply what the peer is told; names no rule of ours
    /// @param reason what the operator's log is told
    record Refuse(SmtpReply reply, String reason) implements Verdict {}

    Verdict ACCEPT = new Accept();

    static Verdict refuse(int code, String status, String text, String reason) {
        return new Refuse(SmtpReply.of(code, status, text), reason);
    }
}
