// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

/// Which greeting the client chose, and so what Received says behind `with`.
enum Dialect {
    /// HELO, or no greeting at all.
    SMTP,
    /// EHLO.
    ESMTP,
    /// LHLO. RFC 2033 §4.1.
    LMTP;

    /// RFC 3848 for TLS (S) and AUTH (A), RFC 6531 §4.3 for SMTPUTF8; plain SMTP has no variants.
    String protocol(ClientFacts client, MailParameters parameters) {
        if (this == SMTP) {
            return "SMTP";
        }
        String base = this == LMTP ? "LMTP" : "ESMTP";
        String name = parameters.smtpUtf8() ? (this == LMTP ? "UTF8LMTP" : "UTF8SMTP") : base;
        return name
                + (client.tls().isPresent() ? "S" : "")
                + (client.authenticated().isPresent() ? "A" : "");
    }
}
