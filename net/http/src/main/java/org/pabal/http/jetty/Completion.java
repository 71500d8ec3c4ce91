// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.Callback;

/// The end of an answer, told to Jetty once, and then to us: also when the client has long gone, so that
/// nothing stays counted.
final class Completion implements Callback {
    private final Callback jetty;
    private final Runnable ours;
    private final AtomicBoolean told = new AtomicBoolean();

    Completion(Callback jetty, Runnable ours) {
        this.jetty = jetty;
        this.ours = ours;
    }

    @Override
    public void succeeded() {
        if (told.compareAndSet(false, true)) {
            try {
                jetty.succeeded();
            } finally {
                ours.run();
            }
        }
    }

    @Override
    public void failed(Throwable why) {
        if (told.compareAndSet(false, true)) {
            try {
                jetty.failed(why);
            } finally {
                ours.run();
            }
        }
    }

    @Override
    public InvocationType getInvocationType() {
        return jetty.getInvocationType();
    }
}
