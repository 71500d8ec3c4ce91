// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

/// What bounds annotations. RFC 5464 §3.
///
/// @param maxEntries of one mailbox that are shared, and as many of each reader's own
/// @param maxValueOctets of one value
/// @param maxAccountOctets of the names and values of an account's mailboxes together, those of
///     readers who are not its owner left out
/// @param maxReaderOctets of the names and values that such a reader may have on one mailbox
public record MetadataLimits(
        int maxEntries, int maxValueOctets, long maxAccountOctets, long maxReaderOctets) {
    public static final MetadataLimits DEFAULTS =
            new MetadataLimits(100, 64 << 10, 16L << 20, 256L << 10);

    public MetadataLimits {
        if (maxEntries < 1
                || maxEntries > 10_000
                || maxValueOctets < 1
                || maxValueOctets > 1 << 20
                || maxAccountOctets < 1
                || maxReaderOctets < 1) {
            throw new IllegalArgumentException("a limit of annotations is out of range");
        }
    }
}
