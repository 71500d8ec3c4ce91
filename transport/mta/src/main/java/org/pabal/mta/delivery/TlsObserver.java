// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

/// Hears how TLS went in each session with a mail exchanger, to report it. RFC 8460. Safe for use by
/// many threads; must not wait.
public interface TlsObserver {

    void observed(TlsResult result);

    TlsObserver NOBODY = result -> {};
}
