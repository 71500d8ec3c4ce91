// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.util.List;

/// What is announced, by state. A name stands here when it works whole. RFC 9051 §6.1.1.
public final class Capabilities {
    private static final String ALWAYS = "IMAP4rev1 IMAP4rev2 SASL-IR ENABLE ID";

    /// In alphabetical order, one a line.
    private static final List<String> AFTER_LOGIN =
            List.of(
                    "CHILDREN",
                    "CONDSTORE",
                    "CREATE-SPECIAL-USE",
                    "ESEARCH",
                    "I18NLEVEL=1",
                    "IDLE",
                    "LIST-EXTENDED",
                    "LIST-STATUS",
                    "LITERAL+",
                    "MOVE",
                    "MULTIAPPEND",
                    "NAMESPACE",
                    "OBJECTID",
                    "PARTIAL",
                    "PREVIEW",
                    "QRESYNC",
                    "SEARCHRES",
                    "SPECIAL-USE",
                    "STATUS=SIZE",
                    "UIDPLUS",
                    "UNSELECT",
                    "WITHIN");

    private Capabilities() {}

    public static String of(Client client) {
        if (!(client.state() instanceof NotAuthenticated before)) {
            return ALWAYS
                    + " APPENDLIMIT="
                    + client.config().appendOctets()
                    + " "
                    + String.join(" ", AFTER_LOGIN);
        }
        StringBuilder names = new StringBuilder(ALWAYS).append(" LITERAL-");
        if (before.offersStartTls()) {
            names.append(" STARTTLS");
        }
        if (!before.allowsLogin()) {
            names.append(" LOGINDISABLED");
        }
        before.mechanisms().forEach(name -> names.append(" AUTH=").append(name));
        return names.toString();
    }
}
