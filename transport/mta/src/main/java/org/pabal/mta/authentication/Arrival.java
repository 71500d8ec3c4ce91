// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.net.InetAddress;
import java.util.function.Predicate;
import org.pabal.mailauth.spf.SpfOutcome;

/// The client as forwarders are told by: each of it is proved before it counts.
///
/// @param name that leads back to the address, in lower case; empty without one
/// @param helo what SPF says of the greeting's name
/// @param authorised whether SPF of a domain lets the client send; asking may wait for the DNS
record Arrival(InetAddress address, String name, SpfOutcome helo, Predicate<String> authorised) {}
