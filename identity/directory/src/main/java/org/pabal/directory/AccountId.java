// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

/// The directory's number of an account: at least 1, never used again.
public record AccountId(long value) {

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
