// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

/// Octets that passed their checksum are not what they should be. Does not leave the package.
final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FormatException(String message) {
        super(message);
    }
}
