// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.response;

/// How a command ended. RFC 9051 §7.1.
///
/// @param code a response code without its brackets; empty text for none
public record TaggedResponse(Status status, String code, String text) {
    public enum Status {
        OK,
        NO,
        BAD
    }

    public static TaggedResponse ok(String text) {
        return new TaggedResponse(Status.OK, "", text);
    }

    public static TaggedResponse ok(String code, String text) {
        return new TaggedResponse(Status.OK, code, text);
    }

    public static TaggedResponse no(String code, String text) {
        return new TaggedResponse(Status.NO, code, text);
    }

    public static TaggedResponse bad(String text) {
        return new TaggedResponse(Status.BAD, "", text);
    }

    public static TaggedResponse bad(String code, String text) {
        return new TaggedResponse(Status.BAD, code, text);
    }

    public boolean isOk() {
        return status == Status.OK;
    }

    public boolean isBad() {
        return status == Status.BAD;
    }
}
