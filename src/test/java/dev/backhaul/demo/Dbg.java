package dev.backhaul.demo;
class Dbg { public static void main(String[] a){ long t=System.nanoTime(); World w=World.of(7, a.length>0?Scale.DEMO:Scale.SMALL); System.out.println(w.weekend().size()+" "+(System.nanoTime()-t)/1e9);} }
