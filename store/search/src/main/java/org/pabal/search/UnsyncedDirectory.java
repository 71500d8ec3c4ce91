// SPDX-License-Identifier: Apache-2.0
package org.pabal.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.store.NoLockFactory;

/// The files of an index, without waiting for the disk: what is lost with the power is found by its
/// checksum and made anew.
///
/// Without locks: there is one thread that writes, and the store's own lock keeps other processes
/// out.
final class UnsyncedDirectory extends FilterDirectory {
    /// Lucene asks for the incubating vector module by the JDK's own log; nothing here would use it.
    /// Held, since that log forgets what nobody holds.
    private static final Logger ASKING =
            Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    static {
        ASKING.setLevel(Level.SEVERE);
    }

    private UnsyncedDirectory(Directory files) {
        super(files);
    }

    static Directory open(Path path) throws IOException {
        return new UnsyncedDirectory(new NIOFSDirectory(path, NoLockFactory.INSTANCE));
    }

    @Override
    public void sync(Collection<String> names) {}

    @Override
    public void syncMetaData() {}
}
