// SPDX-License-Identifier: Apache-2.0
package org.pabal.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What may be called only in few places, or nowhere, and what to call instead.
class BannedCallsTest {
    private static final Predicate<JavaClass> NOWHERE = each -> false;

    /// Where `main` stands.
    private static final Predicate<JavaClass> APPS = in("cli", "server");

    /// Interfaces that name the real pause, so that tests can give another.
    private static final Predicate<JavaClass> PAUSES =
            named("smtp.Pause", "sasl.LoginPause", "mta.delivery.CommitPause");

    /// Asks the system what time it is; nothing is to be added here.
    private static final Predicate<JavaClass> CLOCK = in("server");

    /// Jetty accepts and reads for `http`, with channels that `http` is handed and hands on.
    private static final Predicate<JavaClass> NETWORK =
            in("wire", "dns", "http.jetty", "cli", "server");

    /// @param use of a class, as its name, or of a member, as `class.member(parameters)`
    /// @param instead what to do
    private record Ban(Pattern use, Predicate<JavaClass> except, String instead) {}

    private static final List<Ban> BANS =
            List.of(
                    ban(
                            "java\\.net\\.(Server|Datagram|Multicast)?Socket"
                                    + "|java\\.nio\\.channels\\."
                                    + "(Asynchronous)?(Server)?(Socket|Datagram)Channel"
                                    + "|javax\\.net\\..*Socket.*"
                                    + "|java\\.net\\.(http\\..*|URLConnection)",
                            NETWORK,
                            "speak through net/wire or net/dns"),
                    ban(
                            "java\\.net\\.InetAddress\\.(getByName|getAllByName|getLocalHost"
                                    + "|getHostName|getCanonicalHostName)\\(.*"
                                    + "|java\\.net\\.InetSocketAddress\\.getHostName\\(.*"
                                    + "|java\\.net\\.InetSocketAddress\\.<init>"
                                    + "\\(java\\.lang\\.String,int\\)",
                            NETWORK,
                            "these ask the system's resolver: ask net/dns, or take a literal with"
                                    + " InetAddress.ofLiteral"),
                    ban(
                            "java\\.lang\\.System\\.currentTimeMillis\\(\\)"
                                    + "|java\\.time\\.[A-Za-z]+\\.now\\((java\\.time\\.ZoneId)?\\)"
                                    + "|java\\.time\\.Clock\\.(system|tick)[A-Za-z]*\\(.*"
                                    + "|java\\.time\\.InstantSource\\.system\\(\\)"
                                    + "|java\\.util\\.Date\\.<init>\\(\\)",
                            CLOCK,
                            "take a java.time.InstantSource by constructor"),
                    ban(
                            "java\\.lang\\.Thread\\.sleep\\(.*",
                            PAUSES,
                            "wait on a condition or a queue with a deadline, or take a pause by"
                                    + " constructor"),
                    ban(
                            "java\\.io\\.Object(In|Out)putStream|java\\.rmi\\..*|javax\\.naming\\..*"
                                    + "|javax\\.script\\..*",
                            NOWHERE,
                            "no Java serialisation, RMI, JNDI or script engine (THREATS §1.8)"),
                    ban(
                            "java\\.lang\\.Class\\.forName\\(.*",
                            NOWHERE,
                            "name the class in the code"),
                    ban(
                            "java\\.lang\\.ProcessBuilder|java\\.lang\\.Runtime\\.exec\\(.*",
                            APPS,
                            "other programs are run in apps only, never through a shell"),
                    ban(
                            "java\\.lang\\.System\\.(exit\\(.*|out|err)",
                            APPS,
                            "log with SLF4J; only apps have a console and an exit code"));

    @Test
    void nothingBannedIsUsed() {
        Set<String> findings = new TreeSet<>();
        for (JavaClass each : ProjectClasses.ALL) {
            if (in("testkit").test(each)) {
                continue; // it is a test's other side, with sockets and clocks of its own
            }
            for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                judge(
                        each,
                        dependency.getTargetClass().getName(),
                        dependency.getDescription(),
                        findings);
            }
            for (JavaAccess<?> access : each.getAccessesFromSelf()) {
                judge(each, access.getTarget().getFullName(), access.getDescription(), findings);
            }
        }
        assertThat(findings).isEmpty();
    }

    private static void judge(
            JavaClass each, String use, String description, Set<String> findings) {
        for (Ban ban : BANS) {
            if (ban.use().matcher(use).matches() && !ban.except().test(each)) {
                findings.add(description + ": " + ban.instead());
            }
        }
    }

    private static Ban ban(String use, Predicate<JavaClass> except, String instead) {
        return new Ban(Pattern.compile(use), except, instead);
    }

    private static Predicate<JavaClass> in(String... modules) {
        return each -> {
            for (String module : modules) {
                String root = "org.pabal." + module;
                if (each.getPackageName().equals(root)
                        || each.getPackageName().startsWith(root + ".")) {
                    return true;
                }
            }
            return false;
        };
    }

    private static Predicate<JavaClass> named(String... classes) {
        return each -> {
            for (String name : classes) {
                if (each.getName().equals("org.pabal." + name)) {
                    return true;
                }
            }
            return false;
        };
    }
}
