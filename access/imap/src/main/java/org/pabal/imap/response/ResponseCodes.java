// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.response;

/// Response codes without parameters. RFC 9051 §7.1, RFC 5530.
public final class ResponseCodes {
    public static final String ALREADYEXISTS = "ALREADYEXISTS";
    public static final String AUTHENTICATIONFAILED = "AUTHENTICATIONFAILED";
    public static final String CANNOT = "CANNOT";
    public static final String CORRUPTION = "CORRUPTION";
    public static final String CLIENTBUG = "CLIENTBUG";
    public static final String COMPRESSIONACTIVE = "COMPRESSIONACTIVE";
    public static final String EXPUNGEISSUED = "EXPUNGEISSUED";
    public static final String LIMIT = "LIMIT";
    public static final String NONEXISTENT = "NONEXISTENT";
    public static final String NOPERM = "NOPERM";
    public static final String NOTIFICATIONOVERFLOW = "NOTIFICATIONOVERFLOW";
    public static final String OVERQUOTA = "OVERQUOTA";
    public static final String PRIVACYREQUIRED = "PRIVACYREQUIRED";
    public static final String READ_ONLY = "READ-ONLY";
    public static final String READ_WRITE = "READ-WRITE";
    public static final String SERVERBUG = "SERVERBUG";
    public static final String TOOBIG = "TOOBIG";
    public static final String TRYCREATE = "TRYCREATE";
    public static final String UIDREQUIRED = "UIDREQUIRED";
    public static final String UNAVAILABLE = "UNAVAILABLE";
    public static final String UNKNOWN_CTE = "UNKNOWN-CTE";

    private ResponseCodes() {}
}
