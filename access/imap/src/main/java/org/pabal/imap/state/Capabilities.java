// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

/// What is announced, by state. A name stands here when it works whole. RFC 9051 §6.1.1.
public final class Capabilities {
    private static final String ALWAYS = "IMAP4rev1 IMAP4rev2 SASL-IR ENABLE ID";
    private static final String AFTER_LOGIN =
            " LITERAL+ IDLE NAMESPACE UIDPLUS MOVE UNSELECT CHILDREN LIST-EXTENDED LIST-STATUS"
                    + " SPECIAL-USE CREATE-SPECIAL-USE ESEARCH SEARCHRES CONDSTORE QRESYNC"
                    + " STATUS=SIZE MULTIAPPEND CATENATE BINARY OBJECTID PREVIEW";

    private Capabilities() {}

    public static String of(Client client) {
        if (!(client.state() instanceof NotAuthenticated before)) {
            return ALWAYS + AFTER_LOGIN + " APPENDLIMIT=" + client.config().appendOctets();
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
