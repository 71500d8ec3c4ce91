// SPDX-License-Identifier: Apache-2.0

/// LDAP in both directions: as a source of accounts, and as a view of ours.
module org.pabal.directory.ldap {
    requires static org.jspecify;
    requires transitive org.pabal.directory;
    requires transitive org.pabal.wire;
    requires transitive unboundid.ldapsdk;
    requires org.pabal.message;
    requires org.pabal.sasl;
    requires org.slf4j;

    exports org.pabal.directory.ldap;
    exports org.pabal.directory.ldap.connection;
    exports org.pabal.directory.ldap.mapping;
    exports org.pabal.directory.ldap.view;
}
