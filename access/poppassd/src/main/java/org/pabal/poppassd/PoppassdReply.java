// SPDX-License-Identifier: Apache-2.0
package org.pabal.poppassd;

import java.nio.charset.StandardCharsets;

/// A reply line: 200 done, 300 go on, 500 refused. Clients look at the first digit and show the
/// text.
record PoppassdReply(int code, String text) {
    static PoppassdReply done(String text) {
        return new PoppassdReply(200, text);
    }

    static PoppassdReply goOn(String text) {
        return new PoppassdReply(300, text);
    }

    static PoppassdReply refused(String text) {
        return new PoppassdReply(500, text);
    }

    byte[] line() {
        return (code + " " + text + "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
