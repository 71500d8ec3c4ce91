// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports;

/// What is read of a report that came in (THREATS M14).
///
/// @param packedOctets of an attachment
/// @param unpackedOctets of the file in it
/// @param ratio of both; counted once a file has more than a mebibyte
/// @param files of a mail, and of an archive
public record ReportLimits(long packedOctets, long unpackedOctets, int ratio, int files) {
    public static ReportLimits standard() {
        return new ReportLimits(32L << 20, 64L << 20, 100, 10);
    }
}
