// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage;

import java.util.HexFormat;

/// The id of a blob: 128 bits, unique without coordination, ascending with time as a rule.
public record BlobId(long high, long low) {

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
