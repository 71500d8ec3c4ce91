// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;
import org.pabal.dns.Resolver.Answer.Found;
import org.pabal.message.UnavailableException;
import org.pabal.server.setup.Doors.Knock;
import org.pabal.server.setup.Doors.Target;

/// Whether mail gets out, by one family of addresses: several large servers are knocked at, all at once.
record OutboundCheck(Doors doors, Resolver resolver, LongSupplier nanoTime) {

    /// One try; a server without an address of the family is left out.
    record Tried(String host, Knock knock, long millis) {}

    /// @param family 4 or 6
    record Result(int family, List<Tried> tried) {
        /// Open when one is: then this host and its line let mail out. Else what most of them say;
        /// no route where nobody has an address.
        Knock state() {
            Knock best = Knock.NO_ROUTE;
            long most = 0;
            for (Knock each : List.of(Knock.TIMEOUT, Knock.REFUSED, Knock.NO_ROUTE)) {
                long count = tried.stream().filter(one -> one.knock() == each).count();
                if (count > most) {
                    most = count;
                    best = each;
                }
            }
            return tried.stream().anyMatch(one -> one.knock() == Knock.OPEN) ? Knock.OPEN : best;
        }
    }

    List<Result> run() {
        FutureTask<Result> six = started(() -> run(6));
        return List.of(run(4), result(six));
    }

    private Result run(int family) {
        List<FutureTask<Optional<Tried>>> tries =
                doors.targets().stream()
                        .map(target -> started(() -> knock(target, family)))
                        .toList();
        List<Tried> tried = new ArrayList<>();
        tries.forEach(each -> result(each).ifPresent(tried::add));
        return new Result(family, List.copyOf(tried));
    }

    private Optional<Tried> knock(Target target, int family) {
        return address(target.host(), family)
                .map(address -> {
                    long start = nanoTime.getAsLong();
                    Knock knock = doors.knock(new InetSocketAddress(address, target.port()));
                    long millis = (nanoTime.getAsLong() - start) / 1_000_000;
                    return new Tried(target.host(), knock, millis);
                });
    }

    private Optional<InetAddress> address(String host, int family) {
        Answer<InetAddress> answer = family == 4 ? resolver.a(host) : resolver.aaaa(host);
        return answer instanceof Found<InetAddress>(var found)
                ? found.stream().findFirst()
                : Optional.empty();
    }

    private static <T> FutureTask<T> started(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().name("setup-doors").start(task);
        return task;
    }

    private static <T> T result(FutureTask<T> task) {
        try {
            return task.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("the server stops");
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        }
    }
}
