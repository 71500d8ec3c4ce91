// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.io.IOException;
import org.pabal.message.Address;

/// Has the directory say which host holds an account.
@FunctionalInterface
public interface HostSwitch {

    /// Doing it twice is doing it once. The sessions that the account has at this host end.
    ///
    /// @throws IOException when it cannot be said, with what to do in one sentence
    void switchTo(Address address, String host) throws IOException;
}
