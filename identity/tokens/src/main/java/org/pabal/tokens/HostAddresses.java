// SPDX-License-Identifier: Apache-2.0
package org.pabal.tokens;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/// Finds the addresses of the provider's host.
public interface HostAddresses {
    List<InetAddress> of(String host) throws IOException;
}
