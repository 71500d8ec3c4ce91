// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.io.IOException;
import org.pabal.storage.StorageException;
import org.rocksdb.RocksDBException;

/// Something for the committer to do, with others in one group.
interface Work {

    /// What it weighs in the queue.
    long octets();

    /// Appends to the log and changes the group.
    ///
    /// @return true when the group must be synced for it
    boolean prepare(Group group, Log log) throws IOException, RocksDBException;

    /// The group is on the disk and applied.
    void complete();

    /// Nothing of the group is applied.
    void fail(StorageException reason);
}
