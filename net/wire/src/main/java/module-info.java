// SPDX-License-Identifier: Apache-2.0

/// Octets from and to others.
module org.pabal.wire {
    requires static org.jspecify;
    requires org.slf4j;
    requires jdk.net;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;

    exports org.pabal.wire;
    exports org.pabal.wire.http;
}
