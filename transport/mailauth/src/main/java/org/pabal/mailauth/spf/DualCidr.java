// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

/// `dual-cidr-length`, RFC 7208 §5.6: how much of an address must agree.
record DualCidr(int four, int six) {
    static final int FOUR_BITS = 32;
    static final int SIX_BITS = 128;
    static final DualCidr WHOLE = new DualCidr(FOUR_BITS, SIX_BITS);

    /// `"/" 1*DIGIT` within a bound; no leading zeros, as in addresses.
    static int length(String digits, int most, String term) throws SpfSyntaxException {
        boolean leadingZero = digits.length() > 1 && digits.startsWith("0");
        boolean number = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || digits.length() > 3 || leadingZero || Integer.parseInt(digits) > most) {
            throw new SpfSyntaxException(
                    "\"" + term + "\" has a prefix length that is none of 0 to " + most);
        }
        return Integer.parseInt(digits);
    }
}
