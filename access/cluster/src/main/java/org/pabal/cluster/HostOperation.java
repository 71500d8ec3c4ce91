// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster;

import java.io.IOException;

/// What a host does when another asks. Registered by name with the cluster service; names are
/// `topic.verb`. Runs on the connection's own virtual thread and may block.
@FunctionalInterface
public interface HostOperation {

    /// What throws {@link org.pabal.message.UnavailableException} or a storage's exception is answered
    /// as unavailable, a bug likewise; an {@code IOException} ends the connection.
    HostAnswer run(HostRequest request) throws IOException;
}
