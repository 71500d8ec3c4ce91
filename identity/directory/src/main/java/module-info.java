// SPDX-License-Identifier: Apache-2.0

/// Who someone is: accounts, domains, aliases, credentials.
module org.pabal.directory {
    requires static org.jspecify;
    requires transitive org.pabal.message;
    requires transitive org.pabal.sasl;
    requires transitive org.pabal.storage;
    requires org.bouncycastle.provider;
    requires org.apache.commons.codec;
    requires com.github.benmanes.caffeine;

    exports org.pabal.directory;
    exports org.pabal.directory.builtin;
    exports org.pabal.directory.password;
}
