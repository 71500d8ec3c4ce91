// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.summary;

import java.nio.charset.StandardCharsets;

/// A parameter value that is not ASCII, as a message would write it: clients know this form from
/// there. RFC 2231 §4, §7 `extended-other-values`.
final class ExtendedParameter {
    private static final String ATTRIBUTE_SYMBOLS = "!#$&+-.^_`{|}~";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private ExtendedParameter() {}

    static String of(String value) {
        StringBuilder out = new StringBuilder("utf-8''");
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            if (isAttributeChar(octet)) {
                out.append((char) octet);
            } else {
                out.append('%').append(HEX[octet >> 4 & 0xF]).append(HEX[octet & 0xF]);
            }
        }
        return out.toString();
    }

    private static boolean isAttributeChar(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c > 0 && ATTRIBUTE_SYMBOLS.indexOf(c) >= 0;
    }
}
