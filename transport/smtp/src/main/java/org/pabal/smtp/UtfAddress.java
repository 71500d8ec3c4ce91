// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import org.pabal.smtp.SmtpCommand.PathForm;

/// The address in an ORCPT= of type `utf-8`. RFC 6533 §3.
final class UtfAddress {

    private UtfAddress() {}

    /// `utf-8-addr-unitext` where the path beside it is in UTF-8 too, else `utf-8-addr-xtext`.
    static String encode(String address, PathForm form) {
        StringBuilder encoded = new StringBuilder();
        address.codePoints()
                .forEach(c -> {
                    boolean plain = c >= '!' && c <= '~' && c != '+' && c != '=' && c != '\\';
                    if (plain || c > 0x7F && form == PathForm.UTF_8) {
                        encoded.appendCodePoint(c);
                    } else {
                        encoded.append(String.format("\\x{%02X}", c));
                    }
                });
        return encoded.toString();
    }
}
