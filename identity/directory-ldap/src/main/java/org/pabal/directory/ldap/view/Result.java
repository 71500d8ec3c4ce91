// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import com.unboundid.ldap.sdk.ResultCode;

/// How an operation ended. RFC 4511 §4.1.9.
///
/// @param message for people: what is wrong and what to do
record Result(int code, String message) {
    static final Result SUCCESS = new Result(ResultCode.SUCCESS_INT_VALUE, "");

    static final Result NO_SUCH_OBJECT =
            new Result(
                    ResultCode.NO_SUCH_OBJECT_INT_VALUE,
                    "there is no such entry, or it is not for you to see");

    static final Result BIND_FIRST =
            new Result(
                    ResultCode.INSUFFICIENT_ACCESS_RIGHTS_INT_VALUE,
                    "bind as an account of this server first");

    static final Result TLS_FIRST =
            new Result(
                    ResultCode.CONFIDENTIALITY_REQUIRED_INT_VALUE,
                    "passwords are not taken in the clear; use StartTLS first, or ldaps://");

    static final Result WRONG_CREDENTIALS =
            new Result(ResultCode.INVALID_CREDENTIALS_INT_VALUE, "wrong name or password");

    static final Result UNAVAILABLE =
            new Result(
                    ResultCode.UNAVAILABLE_INT_VALUE, "the directory has no answer now; try again");

    static Result protocolError(String message) {
        return new Result(ResultCode.PROTOCOL_ERROR_INT_VALUE, message);
    }

    static Result unwilling(String message) {
        return new Result(ResultCode.UNWILLING_TO_PERFORM_INT_VALUE, message);
    }

    static Result forbidden(String message) {
        return new Result(ResultCode.INSUFFICIENT_ACCESS_RIGHTS_INT_VALUE, message);
    }

    static Result adminLimit(String message) {
        return new Result(ResultCode.ADMIN_LIMIT_EXCEEDED_INT_VALUE, message);
    }
}
