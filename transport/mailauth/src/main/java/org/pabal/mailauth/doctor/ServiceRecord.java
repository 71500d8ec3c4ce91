// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.doctor;

import java.util.Locale;
import java.util.Optional;
import org.pabal.dns.ServiceHost;

/// The SRV record by which programs find one service of a domain.
///
/// @param service such as `_imaps._tcp`
/// @param place host and port; a host of `.` where the service is not offered. RFC 2782
public record ServiceRecord(String service, ServiceHost place) {
    private static final int WEIGHT = 1;

    /// A service that mail programs look for, with its priority within what they choose between, the best
    /// first: TLS from the first octet on before STARTTLS (RFC 8314 §3), IMAP before POP3 (RFC 6186 §3.4).
    public enum Kind {
        /// RFC 6186 §3.2
        IMAPS("_imaps._tcp", 0),
        /// RFC 6186 §3.2
        IMAP("_imap._tcp", 5),
        /// RFC 6186 §3.3
        POP3S("_pop3s._tcp", 10),
        /// RFC 6186 §3.3
        POP3("_pop3._tcp", 15),
        /// RFC 8314 §5.1
        SUBMISSIONS("_submissions._tcp", 0),
        /// RFC 6186 §3.1
        SUBMISSION("_submission._tcp", 5),
        /// RFC 8620 §2.2
        JMAP("_jmap._tcp", 0),
        /// RFC 5804 §1.8
        SIEVE("_sieve._tcp", 0),
        /// What Outlook asks for.
        AUTODISCOVER("_autodiscover._tcp", 0);

        private final String service;
        private final int priority;

        Kind(String service, int priority) {
            this.service = service;
            this.priority = priority;
        }

        /// @param host in A-labels
        public ServiceRecord at(String host, int port) {
            return new ServiceRecord(
                    service,
                    new ServiceHost(priority, WEIGHT, port, host.toLowerCase(Locale.ROOT)));
        }

        public ServiceRecord closed() {
            return new ServiceRecord(service, new ServiceHost(0, 0, 0, "."));
        }

        /// At a door that may be closed.
        public ServiceRecord at(String host, Optional<Integer> port) {
            return port.map(open -> at(host, open)).orElseGet(this::closed);
        }
    }

    public boolean isOffered() {
        return place.isOffered();
    }

    /// @param domain in A-labels
    public String name(String domain) {
        return service + "." + domain;
    }

    /// A line of a zone file.
    public String zoneLine(String domain) {
        return name(domain) + ". SRV " + place + (isOffered() ? "." : "");
    }
}
