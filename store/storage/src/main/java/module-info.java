// SPDX-License-Identifier: Apache-2.0

/// The contract of a storage engine. Knows nothing of mail.
module org.pabal.storage {
    requires static org.jspecify;

    exports org.pabal.storage;
}
