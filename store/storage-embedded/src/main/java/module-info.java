// SPDX-License-Identifier: Apache-2.0

/// The embedded storage engine: one directory, no set-up.
module org.pabal.storage.embedded {
    requires static org.jspecify;
    requires transitive org.pabal.storage;
    requires rocksdbjni;
    requires org.slf4j;

    exports org.pabal.storage.embedded;
}
