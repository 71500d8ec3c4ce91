// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/// Opens what reports come in: gzip, zip, one in the other, or nothing of these. What is in it tells,
/// not what it is called (THREATS M14).
final class Unpacking {
    private static final int MAX_DEPTH = 3;
    private static final int START_OCTETS = 512;
    private static final long RATIO_COUNTS_FROM = 1 << 20;

    private final ReportLimits limits;
    private final BoundedStream packed;
    private final Sink sink;
    private int files;
    private long unpacked;

    /// Takes a file.
    @FunctionalInterface
    interface Sink {
        /// @param start its first octets, which are read again from `file`
        void accept(byte[] start, InputStream file) throws IOException;
    }

    private Unpacking(InputStream packed, ReportLimits limits, Sink sink) {
        this.limits = limits;
        this.packed = new BoundedStream(packed, octets -> octets <= limits.packedOctets());
        this.sink = sink;
    }

    /// @throws IOException where it is no archive after all, or beyond a limit
    static void unpack(InputStream packed, ReportLimits limits, Sink sink) throws IOException {
        Unpacking unpacking = new Unpacking(packed, limits, sink);
        unpacking.open(unpacking.packed, 0);
    }

    private void open(InputStream in, int depth) throws IOException {
        BufferedInputStream file = new BufferedInputStream(in, 2 * START_OCTETS);
        file.mark(START_OCTETS);
        byte[] start = file.readNBytes(START_OCTETS);
        file.reset();
        if (startsWith(start, 0x1F, 0x8B)) {
            open(bounded(new GZIPInputStream(file)), deeper(depth));
        } else if (startsWith(start, 'P', 'K', 3, 4)) {
            ZipInputStream zip = new ZipInputStream(file);
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    open(bounded(zip), deeper(depth));
                }
            }
        } else if (++files > limits.files()) {
            throw new IOException("more than " + limits.files() + " files");
        } else {
            sink.accept(start, file);
        }
    }

    private static int deeper(int depth) throws IOException {
        if (depth + 1 > MAX_DEPTH) {
            throw new IOException("archives in archives, more than " + MAX_DEPTH + " deep");
        }
        return depth + 1;
    }

    /// Counts what comes out of all archives of an attachment together.
    private InputStream bounded(InputStream archive) {
        long before = unpacked;
        return new BoundedStream(archive, octets -> isWithin(before + octets));
    }

    private boolean isWithin(long octets) {
        unpacked = Math.max(unpacked, octets);
        return unpacked <= limits.unpackedOctets()
                && (unpacked <= RATIO_COUNTS_FROM
                        || unpacked / Math.max(1, packed.octets()) <= limits.ratio());
    }

    private static boolean startsWith(byte[] start, int... magic) {
        if (start.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((start[i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
