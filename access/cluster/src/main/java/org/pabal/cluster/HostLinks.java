// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster;

import java.io.IOException;

/// Makes connections to the cluster service of other hosts.
@FunctionalInterface
public interface HostLinks {

    /// Connects with mutual TLS; the other end has proved to be this host.
    ///
    /// @param host its name
    /// @throws org.pabal.message.UnavailableException when this host is no member
    /// @throws IOException when there is no such host, it is not reached, or proves to be another;
    ///     says which
    HostConnection connect(String host) throws IOException;
}
