// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

/// The exit codes of sysexits.h, which programs that call `sendmail` and delivery agents understand.
final class SysExit {
    static final int OK = 0;
    static final int USAGE = 64;
    static final int DATA_ERROR = 65;
    static final int NO_USER = 67;
    static final int NO_HOST = 68;
    static final int UNAVAILABLE = 69;
    static final int SOFTWARE = 70;
    static final int CANNOT_CREATE = 73;
    static final int IO_ERROR = 74;
    static final int TRY_AGAIN = 75;
    static final int PROTOCOL = 76;
    static final int NO_PERMISSION = 77;

    private SysExit() {}

    /// What a reply of SMTP in one line (`550 5.1.1 No such user`) means to the caller.
    static int of(String reply) {
        return switch (reply.isEmpty() ? '?' : reply.charAt(0)) {
            case '2' -> OK;
            case '4' -> TRY_AGAIN;
            case '5' -> permanent(reply);
            default -> PROTOCOL;
        };
    }

    private static int permanent(String reply) {
        String status = reply.length() > 4 ? reply.substring(4) : "";
        if (status.startsWith("5.1.2 ")) {
            return NO_HOST;
        }
        if (status.startsWith("5.1.1 ") || status.startsWith("5.1.3 ")) {
            return NO_USER;
        }
        if (status.startsWith("5.2.2 ")) {
            return CANNOT_CREATE;
        }
        return switch (status.isEmpty() ? "" : status.substring(0, Math.min(4, status.length()))) {
            case "5.6." -> DATA_ERROR;
            case "5.7.", "5.2." -> NO_PERMISSION;
            case "5.5." -> PROTOCOL;
            default -> UNAVAILABLE;
        };
    }
}
