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
    requires org.slf4j;

    exports org.pabal.directory;
    exports org.pabal.directory.builtin;
    exports org.pabal.directory.checkpassword;
    exports org.pabal.directory.joined;
    exports org.pabal.directory.passwdfile;
    exports org.pabal.directory.password;
    exports org.pabal.directory.source;
}
