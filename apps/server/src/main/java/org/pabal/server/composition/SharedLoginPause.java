// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.net.InetSocketAddress;
import org.pabal.sasl.FailedLogins;
import org.pabal.sasl.LoginPause;
import org.pabal.smtp.Pause;

/// Makes log-ins at every door wait as those at submission do, by one count of each source (THREATS A07).
record SharedLoginPause(FailedLogins failed) implements LoginPause {

    @Override
    public boolean isTurnedAway(InetSocketAddress peer) {
        return failed.isTurnedAway(peer.getAddress());
    }

    @Override
    public void afterFailure(InetSocketAddress peer, int failures) throws InterruptedException {
        Pause.SLEEP.take(failed.failed(peer.getAddress()));
    }
}
