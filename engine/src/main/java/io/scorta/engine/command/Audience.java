package io.scorta.engine.command;

import io.scorta.engine.command.Subscriptions.Kind;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The connections of one loop that listen to channels, and the last step of a message to them.
final class Audience {
  private final RespService service;
  private final Map<Kind, Map<String, Set<Session>>> listeners = new EnumMap<>(Kind.class);

  Audience(RespService service) {
    this.service = service;
    for (Kind kind : Kind.values()) {
      listeners.put(kind, new HashMap<>());
    }
  }

  private Map<String, Set<Session>> of(Kind kind) {
    return listeners.getOrDefault(kind, Map.of());
  }

  void add(Session session, Kind kind, String name) {
    if (session.subscriptions.add(kind, name)) {
      of(kind).computeIfAbsent(name, _ -> new LinkedHashSet<>()).add(session);
      service.hub.channels(kind).count(name, service.number, 1);
    }
  }

  void remove(Session session, Kind kind, String name) {
    if (session.subscriptions.remove(kind, name)) {
      of(kind)
          .computeIfPresent(
              name,
              (_, rest) -> {
                rest.remove(session);
                return rest.isEmpty() ? null : rest;
              });
      service.hub.channels(kind).count(name, service.number, -1);
    }
  }

  /// Forgets a connection that ends or begins anew.
  void removeAll(Session session) {
    if (!session.subscriptions.isEmpty()) {
      for (Kind kind : Kind.values()) {
        session.subscriptions.names(kind).forEach(name -> remove(session, kind, name));
      }
    }
  }

  /// Gives a message to all connections of this loop that listen to its channel.
  void deliver(Kind kind, String channel, byte[] payload) {
    Set<Session> direct = of(kind).get(channel);
    if (direct != null) {
      String type = kind == Kind.SHARD ? "smessage" : "message";
      deliver(direct, new PushText(List.of(bytes(type), bytes(channel), payload)));
    }
    if (kind == Kind.CHANNEL) {
      Map<String, Set<Session>> patterns = of(Kind.PATTERN);
      for (String pattern : List.copyOf(patterns.keySet())) {
        Set<Session> matched = patterns.get(pattern);
        if (matched != null && Glob.matches(pattern, channel)) {
          deliver(
              matched,
              new PushText(List.of(bytes("pmessage"), bytes(pattern), bytes(channel), payload)));
        }
      }
    }
  }

  /// A connection that is over its limit ends meanwhile, so a copy of the set is walked.
  private void deliver(Set<Session> listening, PushText text) {
    for (Session session : List.copyOf(listening)) {
      service.push(session, text);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
