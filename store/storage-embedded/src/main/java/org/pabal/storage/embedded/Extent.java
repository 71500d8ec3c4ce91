// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

/// Where one piece of a blob lies.
///
/// @param offset of the record in its segment
/// @param length of the piece, without the record's frame
record Extent(long segment, int offset, int length) {

    /// In a record of RocksDB or the log.
    static final int OCTETS = 16;

    /// What the piece takes of its segment.
    int recordOctets() {
        return Frame.octets(Frame.PIECE_PREFIX + length);
    }
}
