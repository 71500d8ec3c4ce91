// SPDX-License-Identifier: Apache-2.0
package org.pabal.message;

import java.util.Optional;

/// An enhanced mail system status code, `class.subject.detail`. RFC 3463 §2.
///
/// @param statusClass 2 (success), 4 (persistent transient failure) or 5 (permanent failure)
/// @param subject 0 to 999
/// @param detail 0 to 999
public record EnhancedStatus(int statusClass, int subject, int detail) {
    private static final int MAX_LENGTH = 9; // 5.999.999

    public EnhancedStatus {
        if (statusClass != 2 && statusClass != 4 && statusClass != 5) {
            throw new IllegalArgumentException("status class must be 2, 4 or 5: " + statusClass);
        }
        if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
            throw new IllegalArgumentException(
                    "status subject and detail are 0 to 999: " + subject + "." + detail);
        }
    }

    /// Foreign input such as the `5.1.1` of a remote reply; empty when it is no code.
    public static Optional<EnhancedStatus> parse(String text) {
        String[] parts = text.length() > MAX_LENGTH ? new String[0] : text.split("\\.", -1);
        if (parts.length != 3 || !text.startsWith(".", 1) || "245".indexOf(text.charAt(0)) < 0) {
            return Optional.empty();
        }
        if (!isNumber(parts[1]) || !isNumber(parts[2])) {
            return Optional.empty();
        }
        return Optional.of(
                new EnhancedStatus(
                        text.charAt(0) - '0',
                        Integer.parseInt(parts[1]),
                        Integer.parseInt(parts[2])));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() <= 3
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /// A known-good code such as `"5.1.1"`.
    public static EnhancedStatus of(String text) {
        return parse(text)
                .orElseThrow(
                        () -> new IllegalArgumentException("not class.subject.detail: " + text));
    }

    public boolean isSuccess() {
        return statusClass == 2;
    }

    public boolean isTransient() {
        return statusClass == 4;
    }

    public boolean isPermanent() {
        return statusClass == 5;
    }

    @Override
    public String toString() {
        return statusClass + "." + subject + "." + detail;
    }
}
