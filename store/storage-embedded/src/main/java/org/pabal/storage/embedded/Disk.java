// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// The directory of the log's segments. Tests put a simulated one in its place, which loses what
/// was not synced and fails when told to.
interface Disk {

    /// The names of all files.
    List<String> list() throws IOException;

    /// Makes a file that must not be there yet. Its name is safe after {@link #syncNames}.
    LogFile create(String name) throws IOException;

    LogFile open(String name) throws IOException;

    long size(String name) throws IOException;

    void delete(String name) throws IOException;

    /// Makes what was created and deleted last.
    void syncNames() throws IOException;

    long freeOctets() throws IOException;

    long totalOctets() throws IOException;

    /// One file. Never to be used by a thread that may be interrupted: Java closes the channel then.
    interface LogFile extends AutoCloseable {

        /// Writes all that remains in the buffer.
        void write(ByteBuffer octets, long position) throws IOException;

        /// Reads until the buffer is full or the file ends.
        ///
        /// @return the octets read
        int read(ByteBuffer into, long position) throws IOException;

        /// Makes what was written last.
        void sync() throws IOException;

        long size() throws IOException;

        void truncate(long size) throws IOException;

        @Override
        void close() throws IOException;
    }
}
