// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

/// To set a new server up.
///
/// @param page where
/// @param code that the page asks for
public record Invitation(String page, String code) {}
