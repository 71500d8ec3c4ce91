// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports;

import java.io.IOException;
import java.io.InputStream;

/// Unpacks as the server does.
public final class Reading {
    private Reading() {}

    /// Takes a file.
    @FunctionalInterface
    public interface Files {
        void accept(byte[] start, InputStream file) throws IOException;
    }

    public static void unpack(InputStream packed, Files files) throws IOException {
        Unpacking.unpack(packed, ReportLimits.standard(), files::accept);
    }
}
