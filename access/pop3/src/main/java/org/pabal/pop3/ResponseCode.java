// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

/// What a client can act on without reading the text. RFC 2449 §8, RFC 3206.
enum ResponseCode {
    /// Another session has the maildrop. RFC 2449 §8.1.2.
    IN_USE("IN-USE"),
    /// The client's credentials are the problem. RFC 3206 §5.
    AUTH("AUTH"),
    /// A failure of ours that will pass. RFC 3206 §4.
    SYS_TEMP("SYS/TEMP");

    private final String text;

    ResponseCode(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
