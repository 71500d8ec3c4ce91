// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.milter;

/// What a milter is told of the server that asks it.
///
/// @param hostname macro `j`
/// @param version macro `v`, such as `Pabal 1.0`
/// @param service macro `{daemon_name}`: the service that the client uses
public record MilterHost(String hostname, String version, String service) {}
