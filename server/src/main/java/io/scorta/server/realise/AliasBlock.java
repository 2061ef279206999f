package io.scorta.server.realise;

import io.scorta.access.model.Cidr;

/// Which part of the alias addresses a data folder's Scorta uses.
record AliasBlock(Cidr block) {}
