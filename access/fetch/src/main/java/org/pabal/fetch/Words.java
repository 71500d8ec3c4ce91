// SPDX-License-Identifier: Apache-2.0
package org.pabal.fetch;

/// What another server says, in a form in which it can be shown: on one line and bounded.
final class Words {
    private static final int MAX_CHARACTERS = 300;

    private Words() {}

    static String shown(String foreign) {
        String line = foreign.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
        return line.codePointCount(0, line.length()) <= MAX_CHARACTERS
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MAX_CHARACTERS));
    }
}
