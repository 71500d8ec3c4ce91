// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.storage.Storage;
import org.pabal.storage.testing.StorageContract;

/// The engine keeps the contract.
class EmbeddedStorageTest extends StorageContract {
    @TempDir private Path temporary;
    private int stores;
    private EmbeddedConfig config;

    @Override
    protected Storage open() {
        config = TestStores.small(temporary.resolve("store" + stores++));
        return EmbeddedStorage.open(config);
    }

    @Override
    protected Storage reopen() {
        storage.close();
        return EmbeddedStorage.open(config);
    }

    @Override
    protected void collect() {
        ((EmbeddedStorage) storage).collectGarbage();
    }
}
