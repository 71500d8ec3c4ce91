// SPDX-License-Identifier: Apache-2.0
package org.pabal.message;

/// An enhanced mail system status code, `class.subject.detail`. RFC 3463 §2.
///
/// @param statusClass 2 (success), 4 (persistent transient failure) or 5 (permanent failure)
/// @param subject 0 to 999
/// @param detail 0 to 999
public record EnhancedStatus(int statusClass, int subject, int detail) {
    public EnhancedStatus {
        if (statusClass != 2 && statusClass != 4 && statusClass != 5) {
            throw new IllegalArgumentException("status class must be 2, 4 or 5: " + statusClass);
        }
        if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
            throw new IllegalArgumentException(
                    "status subject and detail are 0 to 999: " + subject + "." + detail);
        }
    }

    /// A known-good code such as `"5.1.1"`.
    public static EnhancedStatus of(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not class.subject.detail: " + text);
        }
        return new EnhancedStatus(
                Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
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
